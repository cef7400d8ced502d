import { defineScenario } from '../../../harness/scenario.ts';

const OBJECTS = 100;

export default defineScenario({
  name: 'old-not-ref-young',
  claim: {
    statement: 'Old objects do not normally refer to younger ones.',
    source: ['002'],
    rule: ({ recorded: { survived } }) => ({
      verdict: survived === 0 ? 'true' : 'partly',
      condition: 'by experience; they may, and V8 keeps a list of those that do',
      reading: `of ${OBJECTS} young objects to which only old ones refer, ${survived} survived a minor collection`,
    }),
  },
  run({ record }) {
    const collect = globalThis.gc as unknown as (options: { readonly type: 'major' | 'minor' }) => void;
    const old = Array.from({ length: OBJECTS }, (): { young?: { readonly value: number } } => ({}));
    collect({ type: 'major' });
    collect({ type: 'major' });
    const refs = old.map((holder, value) => {
      holder.young = { value };
      return new WeakRef(holder.young);
    });
    collect({ type: 'minor' });
    record(
      'survived',
      old.filter(({ young }, index) => young !== undefined && refs[index]?.deref() === young).length,
    );
  },
});

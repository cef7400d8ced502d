import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Atom } from './atom.ts';
import { Label, type Member, Sum } from './label.ts';
import { settle, settlePeak, unsummedBytes } from './recent.ts';

const makeMember = (total = new Sum()): Member => ({ label: new Label(), total });

describe('sums', () => {
  it('are the same as if each change were added at once, in whatever order queues change', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(2), fc.integer({ min: -100, max: 100 }))), (changes) => {
        const total = new Sum();
        const members = [makeMember(total), makeMember(total), makeMember()];
        const atoms = members.map((member) => new Atom('written', member));
        const joined = makeMember();
        atoms[2]?.join(joined);
        let peak = 0;
        let taken = 0;
        for (const [at, bytes] of changes) {
          if (bytes > 0) atoms[at]?.take(bytes, 0);
          else atoms[at]?.give(Math.min(-bytes, atoms[at].bytes), 0);
          taken += Math.max(0, bytes);
          const ofTotal = (atoms[0]?.bytes ?? 0) + (atoms[1]?.bytes ?? 0);
          peak = Math.max(peak, ofTotal);
          expect(total.bytes + unsummedBytes(total)).toBe(ofTotal);
        }
        settle();
        expect(total.peakBytes).toBe(peak);
        expect(members.map(({ label }) => label.bytes)).toEqual(atoms.map(({ bytes }) => bytes));
        expect(joined.label.bytes).toBe(atoms[2]?.bytes);
        expect(joined.label.flows).toEqual(members[2]?.label.flows);
        expect(members.reduce((sum, { label }) => sum + label.flows.written.bytesIn, 0)).toBe(taken);
      }),
    );
  });

  it('have no peak of what a sink takes before write() returns', () => {
    const member = makeMember();
    const atom = new Atom('written', member);
    atom.takeForNow(10, 0);
    atom.give(10, 0, true);
    atom.takeForNow(4, 0);
    settlePeak();
    atom.give(4, 0, true);
    settle();
    expect(member.label).toMatchObject({ bytes: 0, peakBytes: 4 });
    expect(member.label.flows.written).toMatchObject({ bytesIn: 14, bytesOut: 14 });
  });

  it('have the peak of what is taken while another queue is filled', () => {
    const total = new Sum();
    const [outer, inner] = [new Atom('entered', makeMember(total)), new Atom('written', makeMember(total))];
    outer.takeForNow(10, 0);
    inner.take(5, 0);
    outer.give(10, 0, true);
    settle();
    expect(total).toMatchObject({ bytes: 5, peakBytes: 15 });
  });
});

describe('an alert', () => {
  it('is sent at the first peak above its limit, with the sum up to date', () => {
    const { label, total } = makeMember();
    const seen: number[] = [];
    label.alertAtBytes = 100;
    label.alert = () => {
      seen.push(label.bytes);
      label.alertAtBytes = 200;
    };
    const atom = new Atom('written', { label, total });
    for (let n = 0; n < 25; n += 1) atom.take(10, 0);
    expect(seen).toEqual([100, 200, 210, 220, 230, 240, 250]);
  });

  it('may count other queues, and loses nothing', () => {
    const total = new Sum();
    const { label } = makeMember();
    const other = new Atom('pushed', makeMember(total));
    label.alertAtBytes = 1;
    label.alert = () => other.take(1, 0);
    const atom = new Atom('written', { label, total });
    for (let n = 0; n < 10; n += 1) {
      atom.takeForNow(10, 0);
      settlePeak();
      atom.give(3, 0);
    }
    settle();
    expect(label).toMatchObject({ bytes: 70, peakBytes: 73 });
    expect(total.bytes).toBe(70 + other.bytes);
    expect(other.bytes).toBe(10);
  });

  it('is sent for each chunk more where chunks are counted', () => {
    const { label, total } = makeMember();
    label.alertAtChunks = 3;
    let alerts = 0;
    label.alert = () => {
      alerts += 1;
    };
    const atom = new Atom('pushed', { label, total }, true);
    for (let n = 0; n < 5; n += 1) atom.take(0, 1);
    expect(alerts).toBe(3);
  });
});

/** How the sampler thread calls a function of the main thread: through the inspector, so that a blocked loop answers too. */
import type { Runtime, Session } from 'node:inspector';

/** Calls a method of the object of the main thread that reads its memory; `then` gets what it returned. */
export type CallReader = (method: 'read' | 'canBeHigher', then: (value: unknown) => void) => void;

/** `expression` has the object as its value; the main thread takes it back once this has resolved. */
export async function findReader(session: Session, expression: string): Promise<CallReader> {
  const objectId = await findObject(session, expression);
  return (method, then) => {
    const functionDeclaration = `function () { return this.${method}(); }`;
    session.post(
      'Runtime.callFunctionOn',
      { objectId, functionDeclaration, silent: true },
      (error, answer) => {
        if (error !== null) throw new Error(`${method} was not called: ${error.message}`);
        then((answer as Runtime.CallFunctionOnReturnType).result.value);
      },
    );
  };
}

function findObject(session: Session, expression: string): Promise<string> {
  return new Promise((resolve, reject) => {
    session.post('Runtime.evaluate', { expression, silent: true }, (error, answer) => {
      const objectId = (answer as Runtime.EvaluateReturnType | undefined)?.result.objectId;
      if (error !== null || objectId === undefined) reject(new Error('there is no reader of memory'));
      else resolve(objectId);
    });
  });
}

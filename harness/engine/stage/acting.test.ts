import { expect } from 'chai';
import { undoStack } from './acting.ts';

describe('undoStack', () => {
  it('undoes changes of the requested kind, the last first, and once', async () => {
    const done: string[] = [];
    const stack = undoStack();
    for (const name of ['a', 'b', 'c'])
      stack.push(name === 'b' ? 'delete' : 'restore', async () => void done.push(name));
    await stack.undo('restore');
    expect(done).to.deep.equal(['c', 'a']);
    await stack.undo('restore', 'delete');
    expect(done).to.deep.equal(['c', 'a', 'b']);
  });

  it('undoes the rest when something fails, and then rejects with all failures', async () => {
    const done: string[] = [];
    const stack = undoStack();
    stack.push('restore', async () => void done.push('a'));
    stack.push('restore', () => Promise.reject(new Error('first')));
    stack.push('restore', () => Promise.reject(new Error('second')));
    const error = await stack.undo('restore').catch((error: Error) => error);
    expect(done).to.deep.equal(['a']);
    expect(error).to.be.an('error').with.property('message', 'second; first');
  });
});

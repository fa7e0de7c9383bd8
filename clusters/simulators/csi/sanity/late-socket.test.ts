import { once } from 'node:events';
import { mkdtempDisposable } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { lateSocket } from './late-socket.ts';

describe('lateSocket', () => {
  it('hands on what both sides say, and ends with what is open', async () => {
    await using directory = await mkdtempDisposable(join(tmpdir(), 'plimsoll-late-'));
    const at = (name: string) => join(directory.path, name);
    const echo = createServer((socket) => socket.pipe(socket));
    echo.listen(at('echo'));
    const front = await lateSocket(at('front'), at('echo'));
    const client = connect(at('front'));
    client.write('hello');
    const [said] = await once(client, 'data');
    expect(String(said)).to.equal('hello');
    const closed = once(client, 'close');
    await front[Symbol.asyncDispose]();
    await closed;
    echo.close();
  });
});

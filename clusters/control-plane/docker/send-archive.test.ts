import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { expect } from 'chai';
import type { Pack } from 'tar-stream';
import { unlessAborted } from '../../../harness/lifetime.ts';
import { errorOf } from '../../testing/contract-objects.ts';
import { type Sending, sendArchive } from './send-archive.ts';

/** Begins a file of which nothing comes. */
const write = (archive: Pack) => pipeline(new PassThrough(), archive.entry({ name: 'a', size: 1 }));
const never = new Promise<never>(() => undefined);
const { signal } = new AbortController();
const send: Sending<Buffer>['send'] = (archive, given) => unlessAborted(buffer(archive), given);

describe('sendArchive', () => {
  it('sends what is written', async () => {
    const greet = async (archive: Pack) => void archive.entry({ name: 'greeting' }, 'hello');
    const sent = await sendArchive({ write: greet, send, signal });
    expect(sent.toString('latin1')).to.match(/^greeting\0.*hello\0/s);
  });

  it('gives up with the reason of the signal, though nothing reads the archive yet', async () => {
    const abort = new AbortController();
    const reason = new Error('never mind');
    const deaf: Sending<never>['send'] = (_, given) => unlessAborted(never, given);
    const sent = errorOf(sendArchive({ write, send: deaf, signal: abort.signal }));
    abort.abort(reason);
    expect(await sent).to.equal(reason);
  });

  it('stops sending when the archive cannot be written, and says why', async () => {
    const unreadable = new Error('EACCES');
    expect(await errorOf(sendArchive({ write: () => Promise.reject(unreadable), send, signal }))).to.equal(unreadable);
  });

  it('stops writing when the archive cannot be sent, and says why', async () => {
    const refused = new Error('no space left');
    expect(await errorOf(sendArchive({ write, send: () => Promise.reject(refused), signal }))).to.equal(refused);
  });
});

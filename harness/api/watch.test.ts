import { once } from 'node:events';
import { expect } from 'chai';
import type { Clock } from '../clock.ts';
import { event, gone, listOf, pod } from './testing/pod-answers.ts';
import { type Answer, json, watching } from './testing/scripted-server.ts';
import { watchPods as start } from './testing/watch-pods.ts';

describe('watchAll', () => {
  it('lists, then follows from the version of the list', async () => {
    await using watch = await start({
      lists: [listOf('10', pod('a', '3'), pod('b', '4'))],
      watches: [
        watching([event('MODIFIED', pod('a', '11')), event('DELETED', pod('b', '12')), event('ADDED', pod('c', '13'))]),
      ],
    });
    await watch.until(5);
    expect(watch.changes).to.deep.equal(['ADDED a@3', 'ADDED b@4', 'MODIFIED a@11', 'DELETED b@12', 'ADDED c@13']);
    expect(watch.requests[1]).to.include('resourceVersion=10');
    expect([...watch.watched.objects.keys()]).to.deep.equal(['default/a', 'default/c']);
    expect(watch.watched.objects.get('default/a')).to.deep.include({ apiVersion: 'v1', kind: 'Pod' });
  });

  it('joins lines that arrive in pieces, even within a character', async () => {
    const line = Buffer.from(event('ADDED', pod('ä', '11')));
    const middle = line.indexOf('ä') + 1;
    const inPieces: Answer = (response) => {
      response.writeHead(200);
      // Time enough for the first half to be read on its own.
      response.write(line.subarray(0, middle), () => setTimeout(() => response.write(line.subarray(middle)), 30));
    };
    await using watch = await start({ lists: [listOf('10')], watches: [inPieces] });
    await watch.until(1);
    expect(watch.changes).to.deep.equal(['ADDED ä@11']);
  });

  it('continues at the last version when the connection is closed, without listing again', async () => {
    await using watch = await start({
      lists: [listOf('10')],
      watches: [watching([event('ADDED', pod('a', '11'))], 'end'), watching([event('MODIFIED', pod('a', '12'))])],
    });
    await watch.until(2);
    expect(watch.changes).to.deep.equal(['ADDED a@11', 'MODIFIED a@12']);
    expect(watch.requests.filter((request) => !request.includes('watch=true'))).to.have.length(1);
    expect(watch.requests[2]).to.include('resourceVersion=11');
  });

  it('continues at a bookmark', async () => {
    await using watch = await start({
      lists: [listOf('10')],
      watches: [watching([event('BOOKMARK', pod('', '20'))], 'end'), watching([event('ADDED', pod('a', '21'))])],
    });
    await watch.until(1);
    expect(watch.requests[2]).to.include('resourceVersion=20');
  });

  it('drops incomplete lines and truncated JSON, and receives them again', async () => {
    const whole = event('MODIFIED', pod('a', '12'));
    await using watch = await start({
      lists: [listOf('10')],
      watches: [
        watching([event('ADDED', pod('a', '11')), whole.slice(0, 40)], 'cut'),
        watching([`${whole.slice(0, 40)}\n`]),
        watching([whole]),
      ],
    });
    await watch.until(2);
    expect(watch.changes).to.deep.equal(['ADDED a@11', 'MODIFIED a@12']);
    expect(watch.requests.slice(2).every((request) => request.includes('resourceVersion=11'))).to.equal(true);
    expect(watch.interruptions).to.be.greaterThan(0);
  });

  for (const [where, answer] of [
    ['in the stream', watching([event('ERROR', gone())])],
    ['instead of a stream', json(gone(), 410)],
  ] as const)
    it(`lists again after 410 Gone ${where}, and reports what was missed`, async () => {
      await using watch = await start({
        lists: [
          listOf('10', pod('a', '3'), pod('b', '4'), pod('c', '5')),
          listOf('90', pod('b', '4'), pod('c', '80', 'new'), pod('d', '85')),
        ],
        watches: [answer, watching([])],
      });
      await watch.until(7);
      expect(watch.changes.slice(3)).to.deep.equal(['DELETED a@3', 'DELETED c@5', 'ADDED c@80', 'ADDED d@85']);
      expect(watch.requests.at(-1)).to.include('watch=true').and.include('resourceVersion=90');
      expect(watch.interruptions).to.equal(1);
      expect(watch.resumptions).to.be.greaterThan(0);
    });

  it('lists again after 410 Gone to a list', async () => {
    await using watch = await start({
      lists: [json(gone(), 410), listOf('10', pod('a', '3'))],
      watches: [watching([])],
    });
    await watch.until(1);
    await watch.watched.ready;
    expect(watch.changes).to.deep.equal(['ADDED a@3']);
  });

  it('survives a server that goes away and comes back', async () => {
    const watched = Promise.withResolvers<void>();
    const first: Answer = (...exchange) => {
      watched.resolve();
      watching([])(...exchange);
    };
    await using watch = await start({
      lists: [listOf('10', pod('a', '3'))],
      watches: [first, watching([event('DELETED', pod('a', '11'))])],
    });
    await watch.until(1);
    // The list is there before the watch is; a server that stops in between would still have both answers.
    await watched.promise;
    await watch.server.stop();
    await watch.untilInterrupted();
    await watch.server.start();
    await watch.until(2);
    expect(watch.changes).to.deep.equal(['ADDED a@3', 'DELETED a@11']);
  });

  it('does not keep a server busy that ends every watch immediately', async () => {
    const pauses: number[] = [];
    const enough = Promise.withResolvers<void>();
    const clock: Clock = {
      now: () => new Date(),
      elapsed: () => 0,
      async sleep(ms, signal) {
        if (pauses.push(ms) < 8) return;
        enough.resolve();
        if (signal) await once(signal, 'abort');
      },
    };
    const script = { lists: [listOf('10', pod('a', '3'))], watches: [watching([], 'end')] };
    await using watch = await start(script, clock);
    await enough.promise;
    expect(pauses).to.deep.equal([50, 100, 200, 400, 800, 1_600, 2_000, 2_000]);
    expect(watch.requests).to.have.length(1 + 8);
  });

  it('rejects ready when the server forbids it, with its message', async () => {
    const forbidden = { kind: 'Status', status: 'Failure', message: 'pods is forbidden', code: 403 };
    await using watch = await start({ lists: [json(forbidden, 403)] });
    const error = await watch.watched.ready.catch((error: Error) => error);
    expect(error).to.be.an('error').with.property('message', 'pods is forbidden');
  });

  it('rejects ready and stops notifying when it is disposed', async () => {
    const silent: Answer = () => undefined;
    await using watch = await start({ lists: [silent] });
    watch.watched[Symbol.dispose]();
    const error = await watch.watched.ready.catch((error: Error) => error);
    expect(error).to.be.an('error').with.property('message').that.includes('stopped watching pods');
    expect(watch.interruptions).to.equal(0);
  });
});

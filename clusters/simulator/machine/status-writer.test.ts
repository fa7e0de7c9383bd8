import { expect } from 'chai';
import { ApiError } from '../../../harness/api/client.ts';
import { manualClock } from '../../../harness/testing/manual-clock.ts';
import { assigned, down, running, up } from '../testing/pods-in-states.ts';
import { kubeletTexts } from './pod-status.ts';
import { statusWriter } from './status-writer.ts';

interface Body {
  metadata: { uid: string };
  status: { phase: string; conditions: { type: string; reason: string | null; message: string | null }[] };
}

describe('statusWriter', () => {
  it('patches the status of the pod of that uid, in the order of the kubelet', async () => {
    const { writer, bodies } = writerWith();
    writer.changed(running({ web: up }));
    await turn();
    expect(bodies[0]).to.deep.include({ metadata: { uid: 'u' } });
    expect(bodies[0]?.status).to.deep.include({ phase: 'Running' });
    expect(bodies[0]?.status.conditions.map(({ reason, message }) => [reason, message])).to.deep.equal(
      Array(5).fill([null, null]),
    );
  });

  it('writes the newest of several states, and the same one only once', async () => {
    const { writer, bodies, answer } = writerWith({ holds: true });
    const pod = running({ web: up }, { restartPolicy: 'Never' });
    writer.changed(pod);
    await turn();
    for (const code of [1, 0]) {
      for (const run of pod.containers) run.state = down(code);
      writer.changed(pod);
    }
    answer();
    await turn();
    answer();
    writer.changed(pod);
    await turn();
    expect(bodies.map(({ status }) => status.phase)).to.deep.equal(['Running', 'Succeeded']);
  });

  it('leaves steps on the way to Running for when there is nothing else to write', async () => {
    const { writer, bodies, answer } = writerWith({ holds: true });
    const starting = assigned(['web']);
    writer.changed(running({ web: up }));
    writer.changed(starting);
    await turn();
    expect(bodies.map(({ status }) => status.phase)).to.deep.equal(['Running']);
    answer();
    await turn();
    expect(bodies.map(({ status }) => status.phase)).to.deep.equal(['Running', 'Pending']);
  });

  it('tries again after temporary refusals, and resolves when all is written', async () => {
    const { writer, bodies, clock } = writerWith({ refusals: [409, 503] });
    const pod = running({ web: up });
    writer.changed(pod);
    let isWritten = false;
    void writer.written(pod).then(() => {
      isWritten = true;
    });
    await clock.advance(1_500);
    expect([bodies.length, isWritten]).to.deep.equal([2, false]);
    await clock.advance(1_500);
    expect([bodies.length, isWritten]).to.deep.equal([3, true]);
  });

  it('is busy for a moment after several statuses, however quick they were, and not after a few', async () => {
    const { writer, clock } = writerWith();
    const write = async (count: number) => {
      for (let index = 0; index < count; index++) writer.changed(running({ web: up }));
      await turn();
    };
    await write(4);
    expect(writer.isBusy()).to.equal(false);
    await write(1);
    expect(writer.isBusy()).to.equal(true);
    await clock.advance(100);
    expect(writer.isBusy()).to.equal(false);
    await write(4);
    expect(writer.isBusy()).to.equal(false);
  });

  it('gives up when the pod is not there any more', async () => {
    for (const [code, gone] of [
      [404, false],
      [409, true],
    ] as const) {
      const { writer, bodies, clock } = writerWith({ refusals: [code] });
      const pod = running({ web: up });
      pod.gone = gone;
      writer.changed(pod);
      await writer.written(pod);
      await clock.advance(10_000);
      expect(bodies).to.have.length(1);
    }
  });
});

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** A writer whose server answers immediately or on demand, with these refusals first. */
function writerWith({ holds = false, refusals = [] }: { holds?: boolean; refusals?: number[] } = {}) {
  const bodies: Body[] = [];
  const open: (() => void)[] = [];
  const codes = [...refusals];
  const clock = manualClock();
  const api = {
    async patch<T>(_: unknown, __: unknown, { body }: { body: unknown }): Promise<T> {
      bodies.push(body as Body);
      if (holds) await new Promise<void>((resolve) => open.push(resolve));
      const code = codes.shift();
      if (code) throw new ApiError({ kind: 'Status', status: 'Failure' }, code);
      return {} as T;
    },
  };
  const texts = kubeletTexts('1.37.2');
  const writer = statusWriter(api, { texts, clock, concurrency: 4, signal: new AbortController().signal });
  return { writer, bodies, clock, answer: () => open.splice(0).map((resolve) => resolve()) };
}

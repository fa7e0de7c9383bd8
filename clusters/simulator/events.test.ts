import { expect } from 'chai';
import type { NewEvent } from './events.ts';
import { pod, recorded } from './testing/recorded-events.ts';

const failed: NewEvent = { type: 'Warning', reason: 'ProviderCreateFailed', message: 'no such volume' };

describe('eventRecorder', () => {
  it('writes an Event as client-go does', async () => {
    const { events } = await recorded(({ record }) =>
      record({ type: 'Normal', reason: 'Pulled', message: 'm', fieldPath: 'spec.containers{web}' }),
    );
    const [event] = events.values();
    expect(event?.metadata.name).to.match(/^web\.[0-9a-f]{16}$/);
    expect(event).to.deep.include({
      involvedObject: {
        apiVersion: 'v1',
        kind: 'Pod',
        name: 'web',
        namespace: 'shop',
        uid: 'u1',
        resourceVersion: '7',
        fieldPath: 'spec.containers{web}',
      },
      source: { component: 'kubelet', host: 'node-1' },
      reportingComponent: 'kubelet',
      reportingInstance: 'node-1',
      type: 'Normal',
      reason: 'Pulled',
      firstTimestamp: '2026-05-01T00:00:00Z',
      lastTimestamp: '2026-05-01T00:00:00Z',
      count: 1,
    });
  });

  it('leaves the version of the object out where asked to', async () => {
    const { events } = await recorded(({ record }) => record({ ...failed, withResourceVersion: false }));
    expect([...events.values()][0]?.involvedObject).not.to.have.property('resourceVersion');
  });

  it('counts the same message in one Event', async () => {
    const { events } = await recorded(({ record, pass }) => {
      for (let n = 0; n < 14; n++) {
        record(failed);
        pass(7_000);
      }
    });
    expect(events.size).to.equal(1);
    const [event] = events.values();
    expect(event).to.include({
      count: 14,
      firstTimestamp: '2026-05-01T00:00:00Z',
      lastTimestamp: '2026-05-01T00:01:31Z',
    });
  });

  it('keeps different reasons, messages, field paths and objects apart', async () => {
    const { events } = await recorded(({ record }) => {
      record(failed);
      record({ ...failed, reason: 'Other' });
      record({ ...failed, message: 'other' });
      record({ ...failed, fieldPath: 'spec.containers{web}' });
      record(failed, { ...pod, metadata: { ...pod.metadata, uid: 'u2' } });
    });
    expect([...events.values()].map(({ count }) => count)).to.deep.equal([1, 1, 1, 1, 1]);
  });

  it('combines from the tenth message of one reason on', async () => {
    const { events } = await recorded(({ record }) => {
      for (let n = 1; n <= 12; n++) record({ ...failed, message: `try ${n}` });
    });
    const written = [...events.values()];
    expect(written.slice(0, 9).map(({ message }) => message)).to.deep.equal(
      [1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => `try ${n}`),
    );
    expect(written.slice(9)).to.have.length(1);
    expect(written[9]).to.include({ message: '(combined from similar events): try 12', count: 3 });
  });

  it('does not combine messages that are ten minutes apart', async () => {
    const { events } = await recorded(({ record, pass }) => {
      for (let n = 1; n <= 12; n++) {
        record({ ...failed, message: `try ${n}` });
        pass(601_000);
      }
    });
    expect([...events.values()].filter(({ message }) => message.startsWith('try'))).to.have.length(12);
  });

  it('lets 25 events pass, then one every five minutes', async () => {
    const { events } = await recorded(({ record, pass }) => {
      for (let n = 0; n < 40; n++) record(failed);
      pass(300_000);
      for (let n = 0; n < 10; n++) record(failed);
    });
    // Dropped ones are counted: the 26th that is written is the 41st that happened.
    expect([...events.values()].map(({ count }) => count)).to.deep.equal([41]);
  });

  it('goes on counting in a new Event when the old one has expired', async () => {
    const { events, names } = await recorded(async ({ record, flush, expire }) => {
      record(failed);
      await flush();
      expire();
      record(failed);
    });
    expect([...events.values()].map(({ count }) => count)).to.deep.equal([2]);
    expect(new Set(names)).to.have.length(1);
  });

  it('gives an Event up that the server refuses, and writes the next', async () => {
    const { events } = await recorded(({ record }) => {
      record({ ...failed, message: 'refused' });
      record(failed);
    });
    expect([...events.values()].map(({ message }) => message)).to.deep.equal([failed.message]);
  });

  it('tries again when the server cannot be reached', async () => {
    const { events } = await recorded(async ({ record, flush }) => {
      record({ ...failed, message: 'unreachable' });
      await flush();
    });
    expect([...events.values()].map(({ message }) => message)).to.deep.equal(['unreachable']);
  });
});

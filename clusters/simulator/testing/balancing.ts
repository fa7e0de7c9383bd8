import type { ApiClient } from '../../../harness/api/client.ts';
import type { Service } from '../../../harness/kubernetes.ts';
import { type ManualClock, manualClock } from '../../../harness/testing/manual-clock.ts';
import { targetsAmong } from '../cloud/balanced-service.ts';
import { balancers } from '../cloud/balancers.ts';
import type { FrontEnd } from '../cloud/front-end.ts';

interface BalancingOptions {
  /** Where port 80 is really opened. */
  readonly listening?: number;
  readonly nodes?: readonly string[];
  readonly check?: (service: Service) => void;
}

/** Balancers over an API server that takes everything. `steps` are what was done, in order, since it was last asked. */
export function balancing({ listening = 80, nodes = ['n1'], check = () => undefined }: BalancingOptions = {}) {
  const steps: string[] = [];
  const clock: ManualClock = manualClock();
  const stop = new AbortController();
  let present = nodes;
  const api = {
    patch: async (_: unknown, __: unknown, { body }: { body: unknown }) =>
      void steps.push(...patchInWords(body as Patch)),
  };
  const open = async (_: Service, address = '127.1.2.3'): Promise<FrontEnd> => {
    steps.push('open');
    return {
      address,
      ports: [{ port: 80, listening }],
      [Symbol.asyncDispose]: async () => void steps.push('close'),
    };
  };
  const all = balancers({
    ...{ api: api as unknown as ApiClient, clock, open, check, signal: stop.signal },
    events: { record: (_, { reason, message }) => void steps.push(/Failed$/.test(reason) ? message : reason) },
    targets: () => targetsAmong(present.map((name) => ({ metadata: { name } }))),
  });
  const done = async () => {
    await clock.advance(0);
    return steps.splice(0);
  };
  return {
    clock,
    done,
    see(object: Service) {
      all.see({ type: 'MODIFIED', object });
      return done();
    },
    gone(object: Service) {
      all.see({ type: 'DELETED', object });
      return done();
    },
    haveNodes(names: readonly string[]) {
      present = names;
      all.nodesChanged();
      return done();
    },
    async [Symbol.asyncDispose]() {
      stop.abort();
      await all[Symbol.asyncDispose]();
    },
  };
}

interface Patch {
  metadata?: { finalizers?: string[]; annotations?: Record<string, string | null>; [directive: string]: unknown };
  status?: { loadBalancer: { ingress: { ip: string }[] | null } };
}

function patchInWords({ metadata = {}, status }: Patch): string[] {
  if (status) return [`ingress ${status.loadBalancer.ingress?.[0]?.ip ?? 'none'}`];
  const { finalizers, annotations = {}, ...directives } = metadata;
  return [
    ...(finalizers ? ['finalizer'] : []),
    ...(Object.keys(directives).length > 0 ? ['finalizer away'] : []),
    ...Object.entries(annotations).map(([key, value]) => `${key.replace(/^.*[/-]/, '')} ${value}`),
  ];
}

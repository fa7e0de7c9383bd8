import type { Pod } from '../../kubernetes.ts';
import type { LogWanted } from '../../vocabulary/expectation.ts';

/** One run of one container. */
export interface LoggedRun {
  readonly id: string;
  /** Nothing more is written then. */
  readonly hasEnded: boolean;
}

/**
 * The run of which a kubelet would tell the log: the present one, or the last one while the container waits for its next; undefined
 * while there is none. validateContainerLogStatus in pkg/kubelet/kubelet_pods.go.
 */
export function loggedRun(pod: Pod | undefined, { container, previous }: LogWanted): LoggedRun | undefined {
  const { containerStatuses = [], initContainerStatuses = [] } = pod?.status ?? {};
  const all = [...containerStatuses, ...initContainerStatuses];
  const status = container === undefined ? all[0] : all.find(({ name }) => name === container);
  if (!status) return undefined;
  const { state = {}, lastState = {}, restartCount } = status;
  const id = (run: 'this' | 'last', { containerID = '' }: { containerID?: string }) =>
    [pod?.metadata?.uid, status.name, restartCount, run, containerID].join('/');
  if (!previous && state.running) return { id: id('this', status), hasEnded: false };
  if (!previous && state.terminated) return { id: id('this', state.terminated), hasEnded: true };
  return lastState.terminated && { id: id('last', lastState.terminated), hasEnded: true };
}

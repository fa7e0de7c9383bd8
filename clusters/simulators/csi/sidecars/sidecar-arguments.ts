import type { Sidecar } from '../../../control-plane/binaries/versions.ts';
import { asArguments, paced, unlimitedRequests } from '../../../control-plane/processes/flags.ts';
import { secondsOf } from './go-duration.ts';

/** Flags of a sidecar as a driver's own manifests write them, without the leading dashes. */
export type SidecarFlags = Readonly<Record<string, string | number | boolean>>;

/**
 * The waits that are divided by the pace, with their defaults (cmd/csi-provisioner, cmd/csi-attacher and cmd/csi-resizer of the
 * three repositories); each is a flag that a user may set. `--timeout` of a call to the driver is none of them: the machine
 * that answers the call is no faster.
 */
const waits: Readonly<Record<Sidecar, Readonly<Record<string, string>>>> = {
  'csi-provisioner': { 'retry-interval-start': '1s', 'retry-interval-max': '5m', 'capacity-poll-interval': '1m' },
  'csi-attacher': { 'retry-interval-start': '1s', 'retry-interval-max': '5m', resync: '10m', 'reconcile-sync': '1m' },
  'csi-resizer': { 'retry-interval-start': '1s', 'retry-interval-max': '5m', 'resync-period': '10m' },
};

export interface SidecarSettings {
  /** Path of the driver's unix socket. */
  readonly socket: string;
  readonly kubeconfig: string;
  readonly pace: number;
}

/**
 * The driver's own flags, but for where the sidecar runs: the only one of its kind, beside the API server, unlimited, and
 * without a port for metrics.
 */
export function sidecarArguments(
  sidecar: Sidecar,
  flags: SidecarFlags,
  { socket, kubeconfig, pace }: SidecarSettings,
): readonly string[] {
  const { 'http-endpoint': _endpoint, 'metrics-address': _metrics, ...own } = flags;
  const divided = Object.entries(waits[sidecar]).flatMap(([name, byDefault]) => {
    const wait = paced(secondsOf(String(own[name] ?? byDefault)), pace);
    return wait ? [[name, wait] as const] : [];
  });
  return asArguments({
    ...own,
    ...Object.fromEntries(divided),
    'csi-address': socket,
    kubeconfig,
    'leader-election': false,
    'kube-api-qps': unlimitedRequests,
    'kube-api-burst': unlimitedRequests,
  });
}

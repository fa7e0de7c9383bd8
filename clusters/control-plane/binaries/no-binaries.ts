import { namesOf, type Part } from './part.ts';
import type { Miss } from './sources.ts';

/** Every source that was asked, why it had nothing, and what helps. */
export function noBinaries(part: Part, misses: readonly Miss[]): Error {
  const { title, architecture } = part;
  const {
    help = [
      `name a directory that holds ${namesOf(part).join(', ')}: KUBEBUILDER_ASSETS`,
      'let the official images be reached: HTTPS_PROXY names a proxy, PLIMSOLL_REGISTRY a mirror of registry.k8s.io',
    ],
  } = part;
  const tried = misses.map(({ source, why }) => `  ${source}: ${why.replaceAll('\n', '\n    ')}`);
  const message = [
    `no binaries of ${title} for linux/${architecture}; tried in this order:`,
    ...tried,
    'Any one of these helps:',
    ...help.map((one) => `  - ${one}`),
    '  - install Go 1.26 or newer (https://go.dev/dl/) and let it reach the Go module proxy, or the one in GOPROXY',
  ].join('\n');
  const causes = misses.flatMap(({ cause }) => (cause === undefined ? [] : [cause]));
  return new AggregateError(causes, message);
}

import type { ClusterReport } from '../../harness/report.ts';
import { imagesInWords } from '../words/images.ts';
import { wrapped } from './columns.ts';
import { type Look, painted } from './look.ts';

type Began = Omit<ClusterReport, 'id' | 'capabilities'>;

/** What is about to be played, and on which cluster; what of it is simulated is said at once. */
export function beginning(cluster: Began, scenarios: number, look: Look): string[] {
  const { name, topology, kubernetes, components, pace } = cluster;
  const simulated = components.filter((component) => component.simulated).map((part) => `${part.name} ${part.version}`);
  const heading = `${counted(scenarios, 'scenario')} on ${topology === undefined ? name : `${name}/${topology}`}, Kubernetes ${kubernetes}`;
  const facts = [
    simulated.length > 0 ? `simulated: ${simulated.join(', ')}` : 'nothing is simulated',
    ...(pace === 1 ? [] : [`simulated time runs ${pace} times as fast`]),
    ...imagesInWords(cluster).map((image) => `image ${image}`),
  ];
  return [
    '',
    ...wrapped(heading, look.columns).map((line) => painted(look, 'bold', line)),
    ...wrapped(facts.join('; '), look.columns).map((line) => painted(look, 'dim', line)),
    '',
  ];
}

/** `1 scenario`, `2 scenarios` */
export function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

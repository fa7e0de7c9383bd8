import type { ClusterView, Expectation } from './expectation.ts';
import type { CSINode, Node } from './kinds.ts';
import { workers } from './workers.ts';

interface Told {
  readonly met: boolean;
  readonly saw: string;
}

/** Says what is expected of every worker, of which there must be one at least. */
export function everyWorker() {
  const expecting = (says: string, look: (node: string, view: ClusterView) => Told): Expectation => ({
    summary: `every worker ${says}`,
    look(view) {
      const told = workers(view).map((node) => ({ node, ...look(node, view) }));
      const met = told.length > 0 && told.every((one) => one.met);
      return { met, saw: told.map(({ node, saw }) => `${node}: ${saw}`).join('; ') || 'no workers' };
    },
  });
  return {
    /** The labels are there, and their values are alike. */
    agreesOn: (...labels: string[]) =>
      expecting(`has the same value in labels ${labels.join(', ')}`, agreement(labels)),
    /** The driver runs there and tells where it is by these keys, which are labels of the node. */
    isPlacedBy: (driver: string, keys: readonly string[]) =>
      expecting(`is placed by ${driver} with ${keys.join(', ')}`, placement(driver, keys)),
  };
}

const agreement =
  (labels: readonly string[]) =>
  (node: string, view: ClusterView): Told => {
    const values = labels.map((label) => labelsOf(view, node)[label]);
    const met = Boolean(values[0]) && values.every((value) => value === values[0]);
    return { met, saw: labels.map((label, at) => `${label}=${values[at] ?? ''}`).join(', ') };
  };

const placement =
  (driver: string, keys: readonly string[]) =>
  (node: string, view: ClusterView): Told => {
    const found = view.get<CSINode>('CSINode', node)?.spec.drivers?.find(({ name }) => name === driver);
    const there = found?.topologyKeys ?? [];
    const met = keys.every((key) => there.includes(key) && labelsOf(view, node)[key]);
    return { met, saw: found ? `topology keys ${there.join(', ') || 'none'}` : `no ${driver}` };
  };

function labelsOf(view: ClusterView, node: string): Readonly<Record<string, string>> {
  return view.get<Node>('Node', node)?.metadata?.labels ?? {};
}

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../clock.ts';
import type { Machines } from '../../cluster.ts';
import type { LoadedScenario } from '../load-scenarios.ts';
import { resourceFinder } from '../manifests/apply.ts';
import type { ClusterContext } from '../run-context.ts';
import { type Acting, undoStack } from '../stage/acting.ts';
import { loaded } from './cluster-run.ts';
import { scene } from './scene.ts';
import { type StoredApi, storedApi } from './stored-api.ts';

/** A scenario that acts on a server that keeps objects; by default the view sees every change immediately. */
export async function actingOn<C extends Clock>(
  clock: C,
  {
    manifests = {},
    machines,
    images = new Map(),
    seeing = true,
    ...different
  }: Partial<LoadedScenario> & {
    readonly manifests?: Readonly<Record<string, string>>;
    readonly machines?: Machines;
    readonly images?: ReadonlyMap<string, string>;
    readonly seeing?: boolean;
  } = {},
) {
  const directory = await mkdtemp(join(tmpdir(), 'plimsoll-acting-'));
  for (const [name, text] of Object.entries(manifests)) await writeFile(join(directory, name), text);
  const { index, view, names, stop } = scene(clock);
  const api: StoredApi = storedApi((kind, change) => seeing && index.kinds.has(kind) && index.see(kind, change));
  const undo = undoStack();
  const patience = { within: 10_000, holding: 1_000 };
  const context = {
    runId: 'run',
    cluster: { id: 'c', capabilities: new Set(), components: [], patience, ...(machines && { machines }) },
    api,
    cleanUpApi: api,
    cleanUpWithin: patience.within,
    shared: { index, lost: () => undefined },
    findResource: resourceFinder(api),
    images,
    clock,
    signal: stop.signal,
  } as unknown as ClusterContext;
  const scenario = loaded('acts', [], { directory, ...different });
  const acting: Acting = { scenario, context, view, names, undo, suffix: 'x1' };
  return {
    ...{ acting, api, clock, index, view, undo, stop },
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true }),
  };
}

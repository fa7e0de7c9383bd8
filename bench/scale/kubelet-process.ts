import { once } from 'node:events';
import { simulatedCloud } from '../../clusters/simulator/cloud/cloud.ts';
import { kubelet } from '../../clusters/simulator/machine/kubelet.ts';
import { equalWorkers } from '../../clusters/topology/testing/three-zones.ts';
import { apiClient } from '../../harness/api/client.ts';
import type { Connection } from '../../harness/api/connection.ts';
import { clockAt } from '../../harness/clock.ts';

/** What the parent sends first. */
interface Order {
  readonly connection: Connection;
  readonly kubernetes: string;
  readonly nodes: number;
}

const [{ connection, kubernetes, nodes }] = (await once(process, 'message')) as [Order];
const cloud = simulatedCloud({ clock: clockAt(1), topology: equalWorkers(nodes) });
const simulator = kubelet({ cloud, problem: console.error });
await simulator.attachTo({ api: apiClient(connection), kubernetes });
process.send?.('ready');

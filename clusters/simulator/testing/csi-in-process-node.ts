import type { CsiClient } from '../csi/client.ts';
import type { DriverDefinition, NodeContext } from '../csi/definition.ts';
import { serviceOf } from '../csi/driver.ts';
import { methodName } from '../csi/grpc.ts';

/** A driver's Node service without a socket: requests and answers are encoded and decoded as on the wire. */
export function inProcessNode(
  definition: DriverDefinition,
  context: NodeContext,
): Pick<CsiClient, `node${string}` & keyof CsiClient> {
  const service = serviceOf('node', definition, () => context);
  const calls = Object.entries(service.definition).map(([method, encoding]) => {
    const name = methodName(method);
    const call = async (request: object) => {
      const received = encoding.requestDeserialize(encoding.requestSerialize(request));
      const answer = await service.handlers[name]?.(received as never);
      return encoding.responseDeserialize(encoding.responseSerialize(answer));
    };
    return [name, call] as const;
  });
  return Object.fromEntries(calls) as unknown as CsiClient;
}

import type { CsiNodeClient } from '../csi/client.ts';
import type { DriverDefinition, NodeContext } from '../csi/definition.ts';
import { nodeService } from '../csi/driver.ts';
import { methodName } from '../csi/grpc.ts';

/** A driver's Node service without a socket: requests and answers are encoded and decoded as on the wire. */
export function inProcessNode(
  definition: DriverDefinition,
  context: NodeContext,
): Pick<CsiNodeClient, `node${string}` & keyof CsiNodeClient> {
  const service = nodeService(definition, () => context, context.cloud.clock);
  const calls = Object.entries(service.definition).map(([method, encoding]) => {
    const name = methodName(method);
    const call = async (request: object) => {
      const received = encoding.requestDeserialize(encoding.requestSerialize(request));
      const answer = await service.handlers[name]?.(received as never);
      return encoding.responseDeserialize(encoding.responseSerialize(answer));
    };
    return [name, call] as const;
  });
  return Object.fromEntries(calls) as unknown as CsiNodeClient;
}

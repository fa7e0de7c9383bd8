import type { CsiNodeClient } from '../csi/client.ts';
import type { DriverDefinition, NodeContext } from '../csi/definition.ts';
import { nodeService, turns } from '../csi/services.ts';

/** A driver's Node service without a socket: requests and answers take the way over the wire's encoding all the same. */
export function inProcessNode(
  definition: DriverDefinition,
  context: NodeContext,
): Pick<CsiNodeClient, `node${string}` & keyof CsiNodeClient> {
  const service = nodeService(definition, () => context, turns(definition, context.cloud.clock));
  const calls = Object.entries(service.definition).map(([method, encoding]) => {
    const name = method.replace(/^./, (first) => first.toLowerCase());
    const call = async (request: object) => {
      const received = encoding.requestDeserialize(encoding.requestSerialize(request));
      const answer = await service.handlers[name]?.(received as never);
      return encoding.responseDeserialize(encoding.responseSerialize(answer));
    };
    return [name, call] as const;
  });
  return Object.fromEntries(calls) as unknown as CsiNodeClient;
}

import type { Service } from '../kubernetes.ts';

/** `WEB_SERVICE_HOST`, … of each service: https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables */
export function serviceVariables(services: readonly Service[]): Record<string, string> {
  return Object.assign({}, ...services.map(variablesOf));
}

function variablesOf({ metadata, spec }: Service): Record<string, string> {
  const host = spec?.clusterIP ?? '';
  const ports = spec?.ports ?? [];
  const [first] = ports;
  const prefix = variableName(metadata?.name ?? '');
  const variables: Record<string, string> = { [`${prefix}_SERVICE_HOST`]: host };
  if (!first) return variables;

  variables[`${prefix}_SERVICE_PORT`] = String(first.port);
  for (const { name, port } of ports)
    if (name) variables[`${prefix}_SERVICE_PORT_${variableName(name)}`] = String(port);
  variables[`${prefix}_PORT`] = url(host, first);
  for (const port of ports) {
    const protocol = port.protocol ?? 'TCP';
    const link = `${prefix}_PORT_${port.port}_${protocol}`;
    Object.assign(variables, {
      [link]: url(host, port),
      [`${link}_PROTO`]: protocol.toLowerCase(),
      [`${link}_PORT`]: String(port.port),
      [`${link}_ADDR`]: host,
    });
  }
  return variables;
}

function url(host: string, { protocol = 'TCP', port }: { protocol?: string; port: number }): string {
  const address = host.includes(':') ? `[${host}]` : host;
  return `${protocol.toLowerCase()}://${address}:${port}`;
}

const variableName = (name: string) => name.replaceAll('-', '_').toUpperCase();

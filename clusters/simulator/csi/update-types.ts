import { execFileSync } from 'node:child_process';
import { mkdtempDisposableSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// `npm run update:csi-types`: fetches the published protocols, and generates the types of CSI's messages from them.

export const generated = join(import.meta.dirname, '../generated');

/** The protocols as they are published, at the versions that go.mod and go.sum in `generated` pin. */
export function publishedProtocols(): Readonly<Record<string, string>> {
  const read = (module: string, path: string) => {
    const options = { cwd: generated, encoding: 'utf8', env: { ...process.env, GOWORK: 'off' } } as const;
    const { Dir } = JSON.parse(execFileSync('go', ['mod', 'download', '-json', module], options)) as { Dir: string };
    return readFileSync(join(Dir, path), 'utf8');
  };
  return {
    'csi.proto': read('github.com/container-storage-interface/spec', 'csi.proto'),
    'pluginregistration.proto': read('k8s.io/kubelet', 'pkg/apis/pluginregistration/v1/api.proto'),
  };
}

const generator = createRequire(import.meta.url).resolve('@grpc/proto-loader/build/bin/proto-loader-gen-types.js');
const { Root, common, parse } = createRequire(generator)('protobufjs') as typeof import('protobufjs');

/** The protocols for proto-loader's `fromJSON`, without options: to parse csi.proto takes twice the time. */
export function generateProtocols(): string {
  const root = new Root();
  for (const name of ['timestamp', 'wrappers']) root.addJSON(common.get(`google/protobuf/${name}.proto`)?.nested ?? {});
  for (const file of ['csi.proto', 'pluginregistration.proto'])
    parse(readFileSync(join(generated, file), 'utf8'), root);
  return JSON.stringify(root, (key, value) => (key === 'options' || value?.extend ? undefined : value), 1);
}

/** As grpc.ts decodes messages. The types of what is sent end with Input: all their fields are optional. */
const decoded = ['--longs=Number', '--enums=String', '--defaults', '--oneofs'];
const named = ['--inputTemplate=%sInput', '--outputTemplate=%s'];

/** The types of csi.proto in one module without code; the generator writes a module for each message. */
export function generateTypes(): string {
  using directory = mkdtempDisposableSync(join(tmpdir(), 'plimsoll-csi-types-'));
  const { path: out } = directory;
  execFileSync(process.execPath, [generator, ...decoded, ...named, '-O', out, join(generated, 'csi.proto')]);
  const messages = readdirSync(join(out, 'csi/v1')).sort();
  const csi = messages.map((file) => readFileSync(join(out, 'csi/v1', file), 'utf8')).join('\n');
  const used = new Set(csi.match(/(?<=\.\.\/)google\/protobuf\/\w+/g)?.sort());
  const google = [...used].map((file) => readFileSync(join(out, `${file}.ts`), 'utf8'));
  return [
    '// Generated from csi.proto by `npm run update:csi-types`.',
    "import type { MethodDefinition } from '@grpc/proto-loader';",
    [csi, ...google]
      .join('\n')
      .replaceAll(/^(import |\/\/ Original file).*$/gm, '')
      .replaceAll(/\b_(csi_v1|google_protobuf)_/g, '')
      .replaceAll(/^export const \w+ = \{[^}]*\} as const;$/gm, '')
      .replaceAll(/typeof (\w+)\[keyof typeof \1\]/g, '$1Input')
      .replaceAll(/^ {2}'(\w+)'(\??): /gm, '  readonly $1$2: ')
      .replaceAll(/: (\(\w+\)\[\]);/g, ': readonly $1;')
      .replaceAll(/\(\{\[key: string\]: string\}\)/g, 'Readonly<Record<string, string>>')
      .replaceAll(/^( {2}readonly \w+\?: .*);$/gm, '$1 | undefined;')
      .replaceAll('(number | string | Long)', 'number')
      .replaceAll(/^ {2}\| \d+\n/gm, '')
      .replaceAll(/\n{2,}/g, '\n\n'),
  ].join('\n');
}

if (import.meta.main) {
  for (const [name, text] of Object.entries(publishedProtocols())) writeFileSync(join(generated, name), text);
  writeFileSync(join(generated, 'csi.ts'), generateTypes());
  writeFileSync(join(generated, 'protocols.json'), generateProtocols());
}

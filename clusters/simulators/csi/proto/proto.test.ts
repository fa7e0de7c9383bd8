import { join } from 'node:path';
import { loadSync } from '@grpc/proto-loader';
import { expect } from 'chai';
import { go } from '../../../control-plane/binaries/build.ts';

const published = [
  { file: 'csi.proto', module: 'github.com/container-storage-interface/spec', path: 'csi.proto' },
  { file: 'pluginregistration.proto', module: 'k8s.io/kubelet', path: 'pkg/apis/pluginregistration/v1/api.proto' },
] as const;

describe('the protocol files', () => {
  for (const { file, module, path } of published) {
    it(`${file} says what ${module} says`, async function () {
      this.timeout(120_000);
      const theirs = definitionsIn(join(await directoryOf(module), path));
      const ours = definitionsIn(join(import.meta.dirname, file));
      const missing = [...ours.keys()].filter((name) => !theirs.has(name));
      expect(missing, 'names that the published protocol does not have').to.deep.equal([]);
      for (const [name, definition] of ours) {
        const one = theirs.get(name);
        if (definition.kind !== 'service') expect(one, name).to.deep.equal(definition);
        else expect(one?.members, name).to.include.deep.members([...definition.members]);
      }
      expect([...ours.values()].filter(({ kind }) => kind === 'service')).not.to.have.length(0);
    });
  }
});

interface Definition {
  readonly kind: 'message' | 'enum' | 'service';
  /** Fields with number, type and label; values with number; methods with what they take and give. */
  readonly members: readonly object[];
}

interface Named {
  readonly name: string;
}

/** As proto-loader gives messages and enums: FieldDescriptorProto and EnumValueDescriptorProto. */
interface Descriptor {
  readonly name: string;
  readonly field?: readonly (Named & Record<'number' | 'type' | 'label' | 'typeName' | 'oneofIndex', unknown>)[];
  readonly oneofDecl?: readonly Named[];
  readonly enumType?: readonly Descriptor[];
  readonly nestedType?: readonly Descriptor[];
  readonly value?: readonly (Named & { readonly number: number })[];
}

function definitionsIn(file: string): ReadonlyMap<string, Definition> {
  const found = new Map<string, Definition>();
  for (const [name, loaded] of Object.entries(loadSync(file, { keepCase: true }))) {
    if (name.startsWith('google.')) continue;
    if (!('format' in loaded)) {
      const members = Object.entries(loaded).map(([method, { path, requestType, responseType, ...how }]) => {
        const { requestStream, responseStream } = how;
        return { method, path, takes: nameOf(requestType), gives: nameOf(responseType), requestStream, responseStream };
      });
      found.set(name, { kind: 'service', members });
    } else if (loaded.format === 'Protocol Buffer 3 EnumDescriptorProto') {
      found.set(name, { kind: 'enum', members: valuesOf(loaded.type as Descriptor) });
    } else if (loaded.format === 'Protocol Buffer 3 DescriptorProto') {
      found.set(name, { kind: 'message', members: fieldsOf(loaded.type as Descriptor) });
    }
  }
  return found;
}

function nameOf({ type }: { readonly type: object }): string {
  return (type as Descriptor).name;
}

function valuesOf({ value = [] }: Descriptor): readonly object[] {
  return value.map(({ name, number }) => ({ name, number }));
}

/** With the messages and enums that are nested in it; a map is a nested message too. */
function fieldsOf({ field = [], oneofDecl = [], nestedType = [], enumType = [] }: Descriptor): readonly object[] {
  const messages = nestedType.map((one) => ({ name: one.name, fields: fieldsOf(one) }));
  const enums = enumType.map((one) => ({ name: one.name, values: valuesOf(one) }));
  const fields = field.map(({ name, number, type, label, typeName, oneofIndex }) => {
    const oneof = typeof oneofIndex === 'number' && oneofDecl[oneofIndex]?.name;
    return { name, number, type, label, typeName, oneof };
  });
  return [...fields, ...messages, ...enums].sort((one, other) => one.name.localeCompare(other.name));
}

/** The module's directory, at the version and with the sums that go.mod and go.sum beside this file pin. */
async function directoryOf(module: string): Promise<string> {
  const { signal } = new AbortController();
  const lines = await go(['mod', 'download', '-json', module], {
    module: import.meta.dirname,
    settings: { GOWORK: 'off' },
    onLine: () => undefined,
    signal,
  });
  const { Dir } = JSON.parse(lines.join('\n')) as { readonly Dir: string };
  return Dir;
}

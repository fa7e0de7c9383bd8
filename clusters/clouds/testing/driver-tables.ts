import { expect } from 'chai';
import type { DriverDefinition } from '../../simulator/csi/definition.ts';
import type { CreateVolumeRequestInput, StringMap } from '../../simulator/csi/messages.ts';
import { driverUnderTest, once, refusal } from './running-driver.ts';

export const gib = 2 ** 30;

/** A title, the request as far as it differs, and the code with the text. */
export type Refused = readonly [what: string, request: CreateVolumeRequestInput, text: string];

export interface Made {
  readonly what: string;
  readonly request: CreateVolumeRequestInput;
  readonly handle: RegExp;
  readonly gib: number;
  readonly topology?: readonly StringMap[];
  readonly context?: StringMap;
}

interface Tables {
  readonly made: readonly Made[];
  readonly refused: readonly Refused[];
  /** Without which no class of the driver's works. */
  readonly parameters?: StringMap;
}

/** CreateVolume of pvc-1, over the driver's own socket. */
export function describeCreateVolume(definition: DriverDefinition, { made, refused, parameters = {} }: Tables): void {
  const common = { name: 'pvc-1', volumeCapabilities: [once], parameters };
  describe(`CreateVolume of ${definition.short} ${definition.version}`, () => {
    for (const { what, request, ...wanted } of made) {
      it(what, async () => {
        await using running = await driverUnderTest(definition);
        const { volume } = await running.controller.createVolume({ ...common, ...request });
        expect(volume?.volumeId).to.match(wanted.handle);
        expect((volume?.capacityBytes ?? 0) / gib).to.equal(wanted.gib);
        expect(volume?.accessibleTopology.map(({ segments }) => segments)).to.deep.equal(wanted.topology ?? []);
        expect(volume?.volumeContext).to.deep.equal(wanted.context ?? {});
      });
    }
    for (const [what, request, text] of refused) {
      it(`refuses ${what}`, async () => {
        await using running = await driverUnderTest(definition);
        expect(await refusal(running.controller.createVolume({ ...common, ...request }))).to.equal(text);
      });
    }
  });
}

export function invalid(text: string): string {
  return `InvalidArgument: ${text}`;
}

/** What comes after the name in `Could not create volume "pvc-1": `. */
export function couldNotCreate(cause: string): string {
  return `Could not create volume "pvc-1": ${cause}`;
}

export function bytes(requiredBytes: number): CreateVolumeRequestInput {
  return { capacityRange: { requiredBytes } };
}

/** The first is preferred; as the provisioner sends them, each term has one zone. */
export function zones(key: string, ...preferred: readonly string[]): CreateVolumeRequestInput {
  const terms = preferred.map((zone) => ({ segments: { [key]: zone } }));
  return { accessibilityRequirements: { preferred: terms, requisite: terms.toReversed() } };
}

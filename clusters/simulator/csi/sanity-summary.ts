import type { DriverDefinition } from './definition.ts';

export interface Summary {
  /** `ebs 1.64  85 passed, 0 failed, 7 skipped: no capacity, no clones`, and a line for each failure. */
  readonly lines: readonly string[];
  readonly passed: boolean;
}

/** Counts; a test that was skipped for a reason that is not the driver's has failed. */
export function summary(profile: string, definition: DriverDefinition, tests: readonly SanityTest[]): Summary {
  const skipped = tests.filter(({ state }) => state === 'skipped');
  const reasons = skipped.map(({ message }) => reasonOf(message, definition));
  const wronglySkipped = skipped.filter((_, index) => reasons[index] === undefined);
  const failed = tests.filter(({ state }) => state === 'failed');
  const passed = tests.filter(({ state }) => state === 'passed').length;

  const why = [...new Set(reasons.filter((reason) => reason !== undefined))].join(', ');
  const left = skipped.length - wronglySkipped.length;
  const counts = `${passed} passed, ${failed.length + wronglySkipped.length} failed, ${left} skipped${why && `: ${why}`}`;
  const failures = [
    ...failed.map(({ name, message }) => `  failed: ${name}\n    ${message.replaceAll('\n', '\n    ')}`),
    ...wronglySkipped.map(({ name, message }) => `  skipped, but must not be: ${name}\n    ${message}`),
    ...(passed === 0 ? ['  failed: no test passed'] : []),
  ];
  return { lines: [`${profile}  ${counts}`, ...failures], passed: failures.length === 0 };
}

interface Skip {
  /** In the words of the script's line. */
  readonly reason: string;
  readonly isRight: (definition: DriverDefinition) => boolean;
}

type Lacking = (name: string, reason: string) => Skip;

const controller: Lacking = (name, reason) => ({
  reason,
  isRight: ({ controllerCapabilities }) => controllerCapabilities.every((capability) => capability !== name),
});
const node: Lacking = (name, reason) => ({
  reason,
  isRight: ({ nodeCapabilities }) => nodeCapabilities.every((capability) => capability !== name),
});

const snapshots = controller('CREATE_DELETE_SNAPSHOT', 'no snapshots');
const modification = controller('MODIFY_VOLUME', 'no modification');
const attachment = controller('PUBLISH_UNPUBLISH_VOLUME', 'no attachment');
const stage = node('STAGE_UNSTAGE_VOLUME', 'no stage');

/**
 * Every reason for which csi-sanity may leave a test out, by its own words (pkg/sanity of csi-test 5.4): the real driver does not
 * have the capability, so that its definition, which has them from the driver's source, has it not either.
 */
const skips: Readonly<Record<string, Skip>> = {
  'GetCapacity not supported': controller('GET_CAPACITY', 'no capacity'),
  'ListVolumes not supported': controller('LIST_VOLUMES', 'no list of volumes'),
  'Snapshot not supported': snapshots,
  'CreateSnapshot not supported': snapshots,
  'DeleteSnapshot not supported': snapshots,
  'ListSnapshots not supported': controller('LIST_SNAPSHOTS', 'no list of snapshots'),
  'Volume Cloning not supported': controller('CLONE_VOLUME', 'no clones'),
  'Modify volume not supported': modification,
  'Modify Volume not supported': modification,
  'ControllerModifyVolume not supported': modification,
  'ControllerPublishVolume not supported': attachment,
  'ControllerUnpublishVolume not supported': attachment,
  'Controller Publish, UnpublishVolume not supported': attachment,
  'ControllerPublishVolume.readonly field not supported': controller('PUBLISH_READONLY', 'no read-only attachment'),
  'ControllerExpandVolume not supported': controller('EXPAND_VOLUME', 'no expansion'),
  'NodeStageVolume not supported': stage,
  'NodeUnstageVolume not supported': stage,
  'NodeGetVolume not supported': node('GET_VOLUME_STATS', 'no statistics'),
  'NodeExpandVolume not supported': node('EXPAND_VOLUME', 'no expansion on nodes'),
  'GroupControllerService not supported': {
    reason: 'no groups',
    isRight: ({ services }) => services.every((service) => !service.startsWith('GROUP')),
  },
  // csi-driver-nfs answers with a capacity of 0, as no server tells how much a directory may hold.
  'capacity of the volume is unknown': { reason: 'no known capacity', isRight: ({ short }) => short === 'nfs' },
  // Asked for with --csi.testnodevolumeattachlimit; NodeGetInfo of the driver has none.
  'No MaxVolumesPerNode': { reason: 'no limit', isRight: ({ short }) => short === 'akshci' },
};

/** Why a test may be left out; undefined when it may not. */
export function reasonOf(message: string, definition: DriverDefinition): string | undefined {
  const skip = skips[message];
  return skip?.isRight(definition) ? skip.reason : undefined;
}

/** One test of csi-sanity, and what became of it. */
export interface SanityTest {
  readonly name: string;
  readonly state: 'passed' | 'failed' | 'skipped' | 'disabled';
  /** Why it failed, or was skipped. */
  readonly message: string;
}

/** A part of Ginkgo's report: https://pkg.go.dev/github.com/onsi/ginkgo/v2/types#Report */
interface Suite {
  readonly SpecReports: readonly {
    readonly LeafNodeType: string;
    readonly ContainerHierarchyTexts: readonly string[] | null;
    readonly LeafNodeText: string;
    readonly State: string;
    readonly Failure?: { readonly Message?: string };
  }[];
}

/** The tests of Ginkgo's JSON report; what is neither passed, skipped nor disabled by its author (`pending`) has failed. */
export function testsIn(report: string): readonly SanityTest[] {
  const suites = JSON.parse(report) as readonly Suite[];
  return suites.flatMap(({ SpecReports }) =>
    SpecReports.flatMap(({ LeafNodeType, ContainerHierarchyTexts, LeafNodeText, State, Failure }) => {
      // Set-up and clean-up of the suite are listed too; they count when they fail.
      if (LeafNodeType !== 'It' && State === 'passed') return [];
      const name = [...(ContainerHierarchyTexts ?? []), LeafNodeText].join(' ');
      return [{ name, state: states[State] ?? 'failed', message: Failure?.Message ?? '' }];
    }),
  );
}

const states: Readonly<Record<string, SanityTest['state']>> = {
  passed: 'passed',
  skipped: 'skipped',
  pending: 'disabled',
};

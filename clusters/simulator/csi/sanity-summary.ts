import type { DriverDefinition } from './definition.ts';

/** A test of csi-sanity and its outcome. */
export interface SanityTest {
  readonly name: string;
  readonly state: 'passed' | 'failed' | 'skipped' | 'disabled';
  /** Why it failed, or was skipped. */
  readonly message: string;
}

type Driver = Pick<DriverDefinition, 'controllerCapabilities' | 'nodeCapabilities' | 'services' | 'sanitySkips'>;

/**
 * `ebs 1.64  85 passed, 0 failed, 7 skipped: no capacity, no clones`, and a line for each failure. A test that is
 * skipped without a reason in the driver's definition has failed.
 */
export function summary(profile: string, driver: Driver, tests: readonly SanityTest[]) {
  const skipped = tests.filter(({ state }) => state === 'skipped');
  const reasons = skipped.map(({ message }) => reasonOf(message, driver));
  const wronglySkipped = skipped.filter((_, index) => reasons[index] === undefined);
  const failed = tests.filter(({ state }) => state === 'failed');
  const passed = tests.filter(({ state }) => state === 'passed').length;

  const why = [...new Set(reasons.filter((reason) => reason !== undefined))].join(', ');
  const left = skipped.length - wronglySkipped.length;
  const bad = failed.length + wronglySkipped.length;
  const counts = `${passed} passed, ${bad} failed, ${left} skipped${why && `: ${why}`}`;
  const failures = [
    ...failed.map(({ name, message }) => `  failed: ${name}\n    ${message.replaceAll('\n', '\n    ')}`),
    ...wronglySkipped.map(({ name, message }) => `  skipped, but must not be: ${name}\n    ${message}`),
    ...(passed === 0 ? ['  failed: no test passed'] : []),
  ];
  return { lines: [`${profile}  ${counts}`, ...failures], passed: failures.length === 0 };
}

/** A capability without which csi-sanity skips a test, and the reason in our words. */
type Skip = readonly [capability: string, reason: string];

const snapshots: Skip = ['CREATE_DELETE_SNAPSHOT', 'no snapshots'];
const modification: Skip = ['MODIFY_VOLUME', 'no modification'];
const attachment: Skip = ['PUBLISH_UNPUBLISH_VOLUME', 'no attachment'];
const stage: Skip = ['STAGE_UNSTAGE_VOLUME', 'no stage'];

/** By csi-sanity's messages: pkg/sanity of csi-test 5.4. A definition has its capabilities from the driver's source. */
const controllerSkips: Readonly<Record<string, Skip>> = {
  'GetCapacity not supported': ['GET_CAPACITY', 'no capacity'],
  'ListVolumes not supported': ['LIST_VOLUMES', 'no list of volumes'],
  'Snapshot not supported': snapshots,
  'CreateSnapshot not supported': snapshots,
  'DeleteSnapshot not supported': snapshots,
  'ListSnapshots not supported': ['LIST_SNAPSHOTS', 'no list of snapshots'],
  'Volume Cloning not supported': ['CLONE_VOLUME', 'no clones'],
  'Modify volume not supported': modification,
  'Modify Volume not supported': modification,
  'ControllerModifyVolume not supported': modification,
  'ControllerPublishVolume not supported': attachment,
  'ControllerUnpublishVolume not supported': attachment,
  'Controller Publish, UnpublishVolume not supported': attachment,
  'ControllerPublishVolume.readonly field not supported': ['PUBLISH_READONLY', 'no read-only attachment'],
  'ControllerExpandVolume not supported': ['EXPAND_VOLUME', 'no expansion'],
};
const nodeSkips: Readonly<Record<string, Skip>> = {
  'NodeStageVolume not supported': stage,
  'NodeUnstageVolume not supported': stage,
  'NodeGetVolume not supported': ['GET_VOLUME_STATS', 'no statistics'],
  'NodeExpandVolume not supported': ['EXPAND_VOLUME', 'no expansion on nodes'],
};
const serviceSkips: Readonly<Record<string, Skip>> = {
  'GroupControllerService not supported': ['GROUP_CONTROLLER_SERVICE', 'no groups'],
};

/** Why a test may be skipped; undefined when it may not. */
function reasonOf(message: string, driver: Driver): string | undefined {
  const isAbsent = (skip: Skip | undefined, present: readonly string[]) =>
    skip && !present.includes(skip[0]) && skip[1];
  return (
    isAbsent(controllerSkips[message], driver.controllerCapabilities) ||
    isAbsent(nodeSkips[message], driver.nodeCapabilities) ||
    isAbsent(serviceSkips[message], driver.services) ||
    driver.sanitySkips?.[message]
  );
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

/** The tests of Ginkgo's JSON report; a state other than passed, skipped and `pending` is a failure. */
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

import { imageId, imageName } from './image-names.ts';
import { type ContainerRun, type ContainerState, isSidecar, type Terminated } from './running-pod.ts';

/** One entry of a pod's containerStatuses or initContainerStatuses, as kubelet and containerd fill it. */
export function containerStatus(run: ContainerRun, { isInit, isPodOver }: { isInit: boolean; isPodOver: boolean }) {
  const { spec, state, lastState, restartCount, containerID } = run;
  const runs = state.kind === 'running';
  const hasEndedWell = state.kind === 'terminated' && state.exitCode === 0;
  return {
    name: spec.name,
    image: containerID ? imageName(spec.image ?? '') : (spec.image ?? ''),
    imageID: containerID ? imageId(spec.image ?? '') : '',
    ...(containerID && { containerID }),
    state: inApi(state),
    lastState: lastState ? inApi(lastState) : {},
    ready: isInit && !isSidecar(run) ? hasEndedWell : runs && !isPodOver,
    restartCount,
    started: runs,
  };
}

function inApi(state: ContainerState | Terminated) {
  const { kind, ...fields } = state;
  return { [kind]: fields };
}

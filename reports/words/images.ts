import type { ClusterReport } from '../../harness/report.ts';

/** Each image that was used instead of a manifest's: `busybox:1.35.0 from mirror.example/busybox:1.35.0`. */
export function imagesInWords({ images = {} }: Pick<ClusterReport, 'images'>): readonly string[] {
  return Object.entries(images).map(([name, used]) => `${name} from ${used}`);
}

/**
 * `junit_<suite or plimsoll>_<YYYYMMDD-HHMM>_<number of the shard>.xml`, in UTC: TestGrid reads context, time and thread between the underscores
 * (https://github.com/GoogleCloudPlatform/testgrid, util/gcs/read.go).
 */
export function fileName(suite: string | undefined, startedAt: string, shard = 1): string {
  const context = (suite ?? 'plimsoll').replace(/[^A-Za-z0-9.-]+/g, '-');
  const time = startedAt.replace(/^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d).*$/, '$1$2$3-$4$5');
  return `junit_${context}_${time}_${`${shard}`.padStart(2, '0')}.xml`;
}

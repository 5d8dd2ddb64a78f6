/** Stands in for a source that is not looked at. */
export const madeUpSource = {
  endpoint: 'cn-hangzhou.log.aliyuncs.com',
  project: 'example',
  logstore: 'actiontrail_example',
};

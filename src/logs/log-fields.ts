// Field numbers of the wire format: https://www.alibabacloud.com/help/en/sls/developer-reference/data-encoding

export const groupListFields = { logGroup: 1 } as const;
export const groupFields = { log: 1 } as const;
export const logFields = { time: 1, content: 2 } as const;
export const contentFields = { key: 1, value: 2 } as const;

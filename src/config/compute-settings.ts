import * as z from 'zod';

const name = z.string().regex(/^[A-Za-z_][\w-]{0,127}$/, {
  error: 'is not a name: letters, digits, hyphens and underscores',
});

export const compute = z
  .strictObject({
    version: z
      .enum(['3.0', '2.0'])
      .default('3.0')
      .describe("Of Function Compute: '3.0' (s.yaml) or '2.0' (s.fc2.yaml). Write it in quotes."),
    region: z
      .string()
      .regex(/^[a-z]+(-[a-z0-9]+)+$/, { error: 'is not a region, such as cn-hangzhou' })
      .describe('Such as cn-hangzhou.'),
    account: z
      .string()
      .regex(/^\d{16}$/, { error: 'is not the id of an account: 16 digits' })
      .describe('The id of the account that the functions run in.'),
    service: name
      .default('trailbell')
      .describe('Of Function Compute 2.0: the service of the functions.'),
    detect: name.default('trailbell-detect').describe('The name of the function detect.'),
    sweep: name.default('trailbell-sweep').describe('The name of the function sweep.'),
    web: name.default('trailbell-web').describe('The name of the function web.'),
    trigger: name.default('trail').describe("The name of detect's log trigger."),
    domain: z
      .string()
      .optional()
      .describe('The custom domain of web: that of web.url unless said.'),
  })
  .describe('Where the functions run, for the commands that look after them.');

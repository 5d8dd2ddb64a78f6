import { channelsTest } from './channels-test.ts';
import type { Command } from './command.ts';
import { configSchemaCommand } from './config-schema.ts';
import { deadlettersList } from './deadletters-list.ts';
import { deadlettersRedrive } from './deadletters-redrive.ts';
import { doctor } from './doctor.ts';
import { invoke } from './invoke.ts';
import { message } from './message.ts';
import { redrive } from './redrive.ts';
import { routesShow } from './routes-show.ts';
import { routesTest } from './routes-test.ts';
import { rulesCheck } from './rules-check.ts';
import { rulesCoverage } from './rules-coverage.ts';
import { rulesExplain } from './rules-explain.ts';
import { rulesList } from './rules-list.ts';
import { rulesNew } from './rules-new.ts';
import { rulesSchema } from './rules-schema.ts';
import { rulesTest } from './rules-test.ts';
import { scan } from './scan.ts';
import { start } from './start.ts';
import { triggerPause } from './trigger-pause.ts';
import { triggerResume } from './trigger-resume.ts';
import { triggerStatus } from './trigger-status.ts';

/** Every command there is. A new one is a file beside this one, and its name here. */
export const commands: readonly Command[] = [
  start,
  rulesCheck,
  rulesTest,
  rulesNew,
  rulesExplain,
  rulesCoverage,
  rulesList,
  rulesSchema,
  routesShow,
  routesTest,
  scan,
  message,
  doctor,
  channelsTest,
  deadlettersList,
  deadlettersRedrive,
  triggerStatus,
  triggerPause,
  triggerResume,
  invoke,
  redrive,
  configSchemaCommand,
];

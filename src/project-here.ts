import { readProject } from './project.ts';

/**
 * The project in the working directory. Functions import this as `#project`; a build puts the data it
 * has read in its place, so that a deployed function opens no file and parses no YAML.
 */
export const project = readProject(process.cwd());

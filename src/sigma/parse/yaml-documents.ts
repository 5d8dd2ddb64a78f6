import { Composer, isScalar, Parser, type Document, type YAMLParseError } from 'yaml';
import { deepOffset, MAX_YAML_DEPTH } from './nesting.ts';
import type { Source } from './source.ts';
import { yamlTree, type Tree } from './yaml-tree.ts';

export interface YamlDocument {
  /** Undefined where it cannot be trusted: it is left out, so that one slip is not reported twice. */
  readonly tree: Tree | undefined;
  /** Whether its YAML is without a problem. */
  readonly sound: boolean;
}

/** Reads the documents of a file, the empty ones left out. Problems go to the source. */
export function* readYaml(source: Source): Generator<YamlDocument> {
  const tokens = [...new Parser().parse(source.text)];
  const deep = deepOffset(tokens);
  if (deep !== undefined) {
    source.report('too-deep', deep, `nested more than ${MAX_YAML_DEPTH} levels deep`);
    return;
  }
  const composer = new Composer({
    stringKeys: true,
    // A `%YAML 1.1` directive must not turn `no` into false, nor `12:30` into 750.
    schema: 'core',
    resolveKnownTags: false,
  });
  const documents = [...composer.compose(tokens)].filter((document) => !isEmpty(document));
  if (documents.length === 0) {
    source.report('empty-file', 0, 'there is nothing in this file');
    return;
  }
  for (const document of documents) {
    const before = source.problems.length;
    const tree = reportYamlProblems(source, document) ? yamlTree(source, document) : undefined;
    yield { tree, sound: source.problems.length === before };
  }
}

/** Nothing, or null: what a `---` at the end of a file leaves behind. */
function isEmpty({ contents, errors }: Document): boolean {
  return errors.length === 0 && (!contents || (isScalar(contents) && contents.value === null));
}

/** Answers whether the document's nodes still mean what was written. */
function reportYamlProblems(source: Source, document: Document): boolean {
  for (const error of toldErrors(document)) {
    const code = error.code === 'DUPLICATE_KEY' ? 'duplicate-key' : 'yaml-syntax';
    source.report(code, error.pos[0], oneLine(error.message));
  }
  for (const warning of document.warnings) {
    source.report('yaml-tag', warning.pos[0], oneLine(warning.message));
  }
  return document.errors.every((error) => error.code === 'DUPLICATE_KEY');
}

/** Errors behind which the parser still reads what was written. */
const localErrors: ReadonlySet<string> = new Set([
  'BLOCK_AS_IMPLICIT_KEY',
  'TAB_AS_INDENT',
  'BAD_SCALAR_START',
  'BAD_DQ_ESCAPE',
  'NON_STRING_KEY',
  'DUPLICATE_KEY',
]);

/**
 * The errors of a document up to the first one behind which the parser no longer knows what it reads,
 * such as a quote that is never closed: what it says from there on is that one again.
 */
function toldErrors({ errors }: Document): readonly YAMLParseError[] {
  const ordered = errors.toSorted((a, b) => a.pos[0] - b.pos[0]);
  const lost = ordered.findIndex(({ code }) => !localErrors.has(code));
  return lost === -1 ? ordered : ordered.slice(0, lost + 1);
}

function oneLine(message: string): string {
  return message.replace(/\s+/g, ' ').trim();
}

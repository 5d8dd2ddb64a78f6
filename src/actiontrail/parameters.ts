import { asFields, type Fields, isEmpty } from '../model/fields.ts';

/**
 * The parameters of a call: `requestParameters`, an object or JSON text, or where that is missing or
 * empty `requestParameterJson`, which holds them as JSON text.
 */
export function readParameters(fields: Fields): Fields {
  const parameters = asFields(fields['requestParameters']);
  if (parameters && !isEmpty(parameters)) return parameters;
  return asFields(fields['requestParameterJson']) ?? parameters ?? {};
}

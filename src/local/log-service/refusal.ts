/** Log Service's way to say no: a status, and a JSON body with a code that clients go by. */
export interface ServiceError {
  readonly status: number;
  readonly errorCode: string;
  readonly errorMessage: string;
}

/**
 * The codes are the service's own.
 *
 * @see https://www.alibabacloud.com/help/en/sls/developer-reference/error-codes
 */
export function serviceError(
  status: number,
  errorCode: string,
  errorMessage: string,
): ServiceError {
  return { status, errorCode, errorMessage };
}

export function parameterInvalid(what: string): ServiceError {
  return serviceError(400, 'ParameterInvalid', `${what} is not valid.`);
}

export function errorResponse(
  { status, errorCode, errorMessage }: ServiceError,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return Response.json({ errorCode, errorMessage }, { status, headers });
}

/** What is allowed, and hardly meant. */
export interface RouteWarning {
  readonly kind:
    | 'untold-channel'
    | 'unused-interval'
    | 'unknown-rule'
    | 'unknown-account'
    | 'unknown-service'
    | 'unreachable-route'
    | 'unfollowed-route'
    | 'ended-silence';
  /** Its key in trailbell.yml. */
  readonly key: string;
  readonly message: string;
}

/** A phone's list of incidents. */
export const pagerdutyStyle = `
.pagerduty > header { color: #fff; background: light-dark(#056f2c, #073d1b); border-color: transparent; }
.pagerduty > header p { color: #ffffffb3; }
.pagerduty .feed { background: light-dark(#f3f4f5, #121314); }
.pagerduty .avatar { background: linear-gradient(160deg, #06ac38, #04682a); }
.pagerduty .from { display: flex; align-items: baseline; gap: 6px; margin-bottom: 4px; line-height: 1.3; }
.pagerduty .from b { font-weight: 650; font-size: 13.5px; }
.pagerduty .from time { margin-left: auto; }
.pagerduty .incident { padding: 11px 14px 13px; border-radius: 8px; background: var(--panel); font-size: 14px;
  line-height: 1.42; border-left: 4px solid var(--line); box-shadow: 0 0 0 1px var(--line); }
.pagerduty .incident.critical, .pagerduty .incident.error { border-left-color: light-dark(#c9252d, #f0666c); }
.pagerduty .incident.warning { border-left-color: light-dark(#b97509, #edb14b); }
.pagerduty .incident.info { border-left-color: light-dark(#2668c5, #6aa6f5); }
.pagerduty .state { display: flex; gap: 8px; align-items: center; margin-bottom: 6px; font-size: 11.5px; }
.pagerduty .state b { padding: 1px 8px; border-radius: 10px; font-weight: 650; color: #fff; background: #b91c22; }
.pagerduty .state span { padding: 1px 8px; border-radius: 10px; text-transform: capitalize; font-weight: 600;
  color: var(--quiet); background: light-dark(#0000000d, #ffffff14); }
.pagerduty .critical .state span { color: light-dark(#b91c22, #f58a8e); background: light-dark(#fbe3e4, #3f1a1c); }
.pagerduty .summary { font-size: 15.5px; font-weight: 600; line-height: 1.38; }
.pagerduty h3 { margin: 12px 0 0; padding-top: 10px; border-top: 1px solid var(--line); font-size: 12px;
  font-weight: 650; color: var(--quiet); }
.pagerduty dl { margin: 8px 0 0; }
.pagerduty dt { font-size: 12px; color: var(--quiet); }
.pagerduty dd { margin: 0 0 5px; }
.pagerduty .state + .summary + dl { display: grid; grid-template-columns: auto 1fr; gap: 1px 12px; font-size: 13px; }
.pagerduty .state + .summary + dl dd { margin: 0; }
.pagerduty .links { display: flex; flex-wrap: wrap; gap: 4px 16px; margin-top: 10px; padding-top: 10px;
  border-top: 1px solid var(--line); font-weight: 600; }
.pagerduty .links a { color: light-dark(#056f2c, #4cc877); }
.pagerduty .message.refused .bubble { padding: 8px 12px; border-radius: 8px; background: var(--bad-wash); }
`;

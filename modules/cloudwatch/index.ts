/**
 * Alarms, dashboard and logs of a service.
 *
 * @module cloudwatch
 */
export type { AlarmOptions } from "./alarm-thresholds";
export { ServiceAlarms } from "./service-alarms";
export type { ServiceAlarmsProps } from "./service-alarms";
export { ServiceDashboard } from "./service-dashboard";
export type { ServiceDashboardProps } from "./service-dashboard";
export { ServiceLogs } from "./service-logs";
export type { ServiceLogsProps } from "./service-logs";

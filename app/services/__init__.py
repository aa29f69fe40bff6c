"""Use cases: functions that take the application context first."""

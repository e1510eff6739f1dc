"""BPMN 2.0 XML read and written as plain values. Nothing here knows a record."""

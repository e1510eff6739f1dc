"""Business processes: steps in lanes, their flow charts, BPMN 2.0 in and out."""

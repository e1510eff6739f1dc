"""Plan and control: milestones and phase windows, risks, actions, decisions, committee meetings."""

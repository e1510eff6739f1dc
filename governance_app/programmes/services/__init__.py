"""Writing programmes, their people, phases, policy, codes and work, one file a topic."""

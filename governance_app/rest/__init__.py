"""What every resource of the API shares: declarations, problem details, preconditions, paging, limits, schema.

Knows no room of the kernel; who may do what is asked by the resources built on it.
"""

"""Cases: complaints, inquiries and issues, with a queue, a priority and clocks."""

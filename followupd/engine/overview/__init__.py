"""What is shown: the state, the errands, the questions, the timeline and the forecast."""

"""The parts of an evaluation, in reading order.

    names           what the concepts of a prediction and the surfaces of the gold stand for
    comparison      one paper's predicted and gold facts, written so that they can be compared
    counts          right, predicted and gold of one paper, by row of the scorecard
    intervals       how far F1 moves when other papers are drawn
    calibration     how far confidence is the share that is right
    disagreements   where the two differ, and how
    report          the worst of that, for people to read

``extract.evaluation`` puts them together.
"""

package io.sparkdcgan.config;

import java.io.Serializable;

/**
 * Adam (Kingma and Ba 2014) in the form at the end of its section 2, as DL4J and the DCGAN authors'
 * code have it: the bias correction is in the rate, epsilon beside the uncorrected root.
 */
public record AdamConfig(double learningRate, double beta1, double beta2, double epsilon)
    implements Serializable {}

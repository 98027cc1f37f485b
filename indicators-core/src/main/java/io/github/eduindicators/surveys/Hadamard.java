package io.github.eduindicators.surveys;

/**
 * Square matrices of ones and minus ones whose columns are orthogonal; the first column is all ones, so every other has as many
 * ones as minus ones. Made after R. Paley (1933) from the squares modulo a prime and doubled after J. J. Sylvester (1867).
 */
final class Hadamard {
    private Hadamard() {}

    /** The smallest order that can be made here, at least this. */
    static int order(int atLeast) {
        int order = Math.max(2, atLeast);
        while (!exists(order)) {
            order++;
        }
        return order;
    }

    private static boolean exists(int order) {
        return order == 2 || order % 4 == 0 && (prime(order - 1) || exists(order / 2));
    }

    private static boolean prime(int number) {
        for (int divisor = 2; divisor * divisor <= number; divisor++) {
            if (number % divisor == 0) {
                return false;
            }
        }
        return number > 1;
    }

    /** The matrix by rows, true for one. */
    static boolean[][] of(int order) {
        if (order == 2) {
            return new boolean[][] {{true, true}, {true, false}};
        }
        return prime(order - 1) ? paley(order) : doubled(of(order / 2));
    }

    private static boolean[][] doubled(boolean[][] half) {
        int n = half.length;
        boolean[][] matrix = new boolean[2 * n][2 * n];
        for (int i = 0; i < 2 * n; i++) {
            for (int j = 0; j < 2 * n; j++) {
                matrix[i][j] = half[i % n][j % n] == (i < n || j < n);
            }
        }
        return matrix;
    }

    /** The order less one is a prime of the form 4 m + 3. */
    private static boolean[][] paley(int order) {
        int prime = order - 1;
        boolean[] square = new boolean[prime];
        for (long i = 1; i < prime; i++) {
            square[(int) (i * i % prime)] = true;
        }
        boolean[][] matrix = new boolean[order][order];
        for (int i = 0; i < order; i++) {
            matrix[i][0] = true;
            for (int j = 1; j < order; j++) {
                matrix[i][j] = i == 0 || i != j && !square[Math.floorMod(i - j, prime)];
            }
        }
        return matrix;
    }
}

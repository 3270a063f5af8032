#pragma once

#include <QWidget>

#include <array>

class QLabel;

namespace phiscope {

struct Theme;

/// The way from a cell to an EEG with the numbers of the moment: membrane currents → current dipole → head →
/// EEG and MEG.
class ChainRow : public QWidget {
    Q_OBJECT
public:
    enum class Link { currents, dipole, head, eeg, meg };

    explicit ChainRow(QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    /// `name`: what the number is of ("EEG at Cz").
    void setLink(Link link, const QString& name, const QString& number);
    QString number(Link link) const;

private:
    struct Part {
        QLabel* name = nullptr;
        QLabel* number = nullptr;
    };
    std::array<Part, 5> parts_;
    std::array<QLabel*, 4> arrows_{};
};

} // namespace phiscope
